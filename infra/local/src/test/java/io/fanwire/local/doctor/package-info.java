/** Tests of the doctor. */
@NullMarked
package io.fanwire.local.doctor;

import org.jspecify.annotations.NullMarked;
