/** The demo: one run of the whole platform that proves each outcome by counting at the receivers. */
@NullMarked
package io.fanwire.local.demo;

import org.jspecify.annotations.NullMarked;
