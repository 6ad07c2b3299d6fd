/** {@code fanwire chaos}: the platform in processes of its own, under load and faults, and every promise checked. */
@NullMarked
package io.fanwire.bench;

import org.jspecify.annotations.NullMarked;
