/** What may be wrong with this machine or this installation, and the remedy of each. */
@NullMarked
package io.fanwire.local.doctor;

import org.jspecify.annotations.NullMarked;
