@NullMarked
package io.fanwire.local.transactions;

import org.jspecify.annotations.NullMarked;
