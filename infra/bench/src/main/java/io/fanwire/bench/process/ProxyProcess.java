package io.fanwire.bench.process;

import io.fanwire.bench.proxy.FaultProxy;
import io.fanwire.local.Termination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The proxy of a run in a process of its own: {@code PORT TARGET-PORT ORDERS READY}; it follows the file of orders. */
public final class ProxyProcess {
    private ProxyProcess() {}

    public static void main(String[] arguments) throws IOException {
        Termination termination = Termination.bySignals();
        Path orders = Path.of(arguments[2]);
        try (FaultProxy proxy = FaultProxy.start(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]))) {
            Files.writeString(Path.of(arguments[3]), Integer.toString(proxy.port()));
            String last = "";
            while (!termination.await(Duration.ofMillis(50))) {
                String order = Files.exists(orders) ? Files.readString(orders).strip() : "";
                if (!order.equals(last)) {
                    proxy.order(order);
                    last = order;
                }
            }
        }
    }
}
