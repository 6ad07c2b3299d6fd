/** End-to-end tests: real broker, real services, receivers that count. */
@NullMarked
package io.fanwire.local.e2e;

import org.jspecify.annotations.NullMarked;
