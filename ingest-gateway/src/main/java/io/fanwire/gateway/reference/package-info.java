/** The description of the API, as it is served: for programs as OpenAPI, for people as a page. */
@NullMarked
package io.fanwire.gateway.reference;

import org.jspecify.annotations.NullMarked;
