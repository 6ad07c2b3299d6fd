package io.fanwire.dispatcher.http;

import io.fanwire.runtime.net.EgressGuard;
import io.fanwire.runtime.net.Names;

/** How connections find their way: who says where they may go, and who knows the addresses of names. */
public record Route(EgressGuard guard, Names names) {}
