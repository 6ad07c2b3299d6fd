package io.fanwire.local.transactions;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;

/**
 * Sends {@code WriteTxnMarkers}, the request by which a coordinator ends a transaction in a partition. No public client can send one
 * that commits, so it goes over a plain socket to the broker of this machine.
 */
final class MarkerWriter {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER = 1 << 20;

    /** With this version the broker refuses a marker unless its epoch is above the producer's: never can it end the next transaction. */
    private static final short KIP_890 = 2;

    private final int port;

    /** @param port of the broker on loopback */
    MarkerWriter(int port) {
        this.port = port;
    }

    /** Answers what became of it. */
    Errors write(Decision decision, OpenTransaction open) throws IOException {
        short version = ApiKeys.WRITE_TXN_MARKERS.latestVersion();
        WriteTxnMarkersRequest request = new WriteTxnMarkersRequest.Builder(List.of(new TxnMarkerEntry(
                        decision.producerId(),
                        (short) decision.epoch(),
                        Math.max(0, open.coordinatorEpoch()),
                        decision.commit() ? TransactionResult.COMMIT : TransactionResult.ABORT,
                        List.of(open.partition()),
                        KIP_890)))
                .build(version);
        RequestHeader header = new RequestHeader(ApiKeys.WRITE_TXN_MARKERS, version, "transaction-mender", 1);
        AbstractResponse response =
                AbstractResponse.parseResponse(exchange(request.serializeWithHeader(header)), header);
        Map<TopicPartition, Errors> errors =
                ((WriteTxnMarkersResponse) response).errorsByProducerId().getOrDefault(decision.producerId(), Map.of());
        return errors.getOrDefault(open.partition(), Errors.UNKNOWN_SERVER_ERROR);
    }

    private ByteBuffer exchange(ByteBuffer request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) TIMEOUT.toMillis());
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(request.remaining());
            out.write(request.array(), request.arrayOffset() + request.position(), request.remaining());
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int length = in.readInt();
            if (length < 0 || length > LONGEST_ANSWER) {
                throw new IOException("an answer of " + length + " bytes");
            }
            byte[] answer = new byte[length];
            in.readFully(answer);
            return ByteBuffer.wrap(answer);
        }
    }
}
