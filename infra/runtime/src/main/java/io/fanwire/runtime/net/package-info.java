/**
 * The guard of what customers give as addresses: read strictly and once, judged, looked up, judged again at each connect.
 *
 * <pre>
 *   text ─▶ UrlParser, HostText ─▶ HttpUrl ─▶ EgressGuard ─┬─ literal ──────────────▶ AddressClasses ─▶ Resolution
 *                                                          └─ name ─▶ Names (DNS) ──┘
 * </pre>
 */
@NullMarked
package io.fanwire.runtime.net;

import org.jspecify.annotations.NullMarked;
