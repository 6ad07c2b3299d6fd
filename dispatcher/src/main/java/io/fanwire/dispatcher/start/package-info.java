/** What is checked of a cluster before a dispatcher takes its first record. */
@NullMarked
package io.fanwire.dispatcher.start;

import org.jspecify.annotations.NullMarked;
