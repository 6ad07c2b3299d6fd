/** The printed pages of the documentation, each held against what the code says. */
@NullMarked
package io.fanwire.local.docs;

import org.jspecify.annotations.NullMarked;
