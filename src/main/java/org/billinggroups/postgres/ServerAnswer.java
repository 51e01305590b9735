package org.billinggroups.postgres;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What a server on this machine says to somebody who wants to connect; whether it is ready is in no file. */
enum ServerAnswer {
    /** It asks who comes, or has no room at the moment. */
    READY,
    /** It starts, or replays its log after one of its processes was killed. */
    RECOVERING,
    /** It is about to end. */
    STOPPING,
    /** It says nothing. */
    NONE;

    private static final int LIMIT = Math.toIntExact(Duration.ofSeconds(2).toMillis());
    private static final int PROTOCOL = 3 << 16;
    private static final int LONGEST = 10_000;
    private static final byte ERROR = 'E';

    /** Asks the server at a port of the loopback address. */
    static ServerAnswer ask(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[]{ 127, 0, 0, 1 }), port), LIMIT);
            socket.setSoTimeout(LIMIT);
            var parameters = ("user\0" + NewCluster.APPLICATION + "\0database\0" + NewCluster.DATABASE + "\0\0")
                    .getBytes(StandardCharsets.UTF_8);
            var startup = ByteBuffer.allocate(2 * Integer.BYTES + parameters.length);
            startup.putInt(startup.capacity()).putInt(PROTOCOL).put(parameters);
            new DataOutputStream(socket.getOutputStream()).write(startup.array());
            var in = new DataInputStream(socket.getInputStream());
            return in.readByte() == ERROR
                    ? ofError(new String(in.readNBytes(Math.clamp(in.readInt(), 0, LONGEST)), StandardCharsets.UTF_8))
                    : READY;
        } catch (IOException e) {
            return NONE;
        }
    }

    private static ServerAnswer ofError(String fields) {
        if (!fields.contains("\0C57P03\0")) {
            return READY;
        }
        return fields.contains("shutting down") ? STOPPING : RECOVERING;
    }
}
