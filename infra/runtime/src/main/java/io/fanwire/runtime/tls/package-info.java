/** Certificates and keys that a user gives as text. */
@NullMarked
package io.fanwire.runtime.tls;

import org.jspecify.annotations.NullMarked;
