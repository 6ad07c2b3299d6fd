/** The HTTP side: limits, authentication, bodies, routes and problem answers. */
@NullMarked
package io.fanwire.gateway.http;

import org.jspecify.annotations.NullMarked;
