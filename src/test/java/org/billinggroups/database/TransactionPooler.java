package org.billinggroups.database;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection pooler with one session of the server, which it gives to one transaction after the other, as PgBouncer
 * does with {@code pool_mode=transaction}. The first client logs in to the server through it, the others are let in.
 */
public final class TransactionPooler implements AutoCloseable {
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final int CANCEL_REQUEST = 80877102;
    private static final int OWN_SESSION_NUMBER = 1;

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Socket server;
    private final DataInputStream fromServer;
    private final DataOutputStream toServer;
    private final ReentrantLock session = new ReentrantLock();
    private boolean loggedIn;

    /** Stands before the server at that port of this machine. */
    public TransactionPooler(int serverPort) throws IOException {
        server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        fromServer = new DataInputStream(server.getInputStream());
        toServer = new DataOutputStream(server.getOutputStream());
        Thread.ofVirtual().start(this::letIn);
    }

    /** The port to connect to. */
    public int port() {
        return door.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        door.close();
        server.close();
    }

    private void letIn() {
        while (true) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            var in = new DataInputStream(client.getInputStream());
            var out = new DataOutputStream(client.getOutputStream());
            if (!logIn(in, out)) {
                return;
            }
            boolean inTransaction = false;
            while (true) {
                byte kind = in.readByte();
                byte[] body = body(in);
                if (kind == 'X') {
                    return;
                }
                if (!session.isHeldByCurrentThread()) {
                    session.lock();
                }
                send(toServer, kind, body);
                if (kind == 'Q' || kind == 'S') {
                    inTransaction = answer(out);
                    if (!inTransaction) {
                        session.unlock();
                    }
                }
            }
        } catch (EOFException | SocketException gone) {
            // The client or the server has closed its end.
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            if (session.isHeldByCurrentThread()) {
                session.unlock();
            }
        }
    }

    private boolean logIn(DataInputStream in, DataOutputStream out) throws IOException {
        byte[] first = body(in);
        int code = ByteBuffer.wrap(first).getInt();
        while (code == SSL_REQUEST || code == GSS_REQUEST) {
            out.writeByte('N');
            first = body(in);
            code = ByteBuffer.wrap(first).getInt();
        }
        if (code == CANCEL_REQUEST) {
            return false;
        }
        session.lock();
        try {
            if (!loggedIn) {
                toServer.writeInt(first.length + Integer.BYTES);
                toServer.write(first);
                relayLogin(in, out);
                loggedIn = true;
                return true;
            }
        } finally {
            session.unlock();
        }
        send(out, (byte) 'R', new byte[Integer.BYTES]);
        parameter(out, "server_version", "18.0");
        parameter(out, "client_encoding", "UTF8");
        parameter(out, "standard_conforming_strings", "on");
        parameter(out, "integer_datetimes", "on");
        parameter(out, "DateStyle", "ISO, MDY");
        parameter(out, "TimeZone", "UTC");
        send(out, (byte) 'K', ByteBuffer.allocate(8).putInt(OWN_SESSION_NUMBER).putInt(0).array());
        send(out, (byte) 'Z', new byte[]{ 'I' });
        return true;
    }

    private static void parameter(DataOutputStream out, String name, String value) throws IOException {
        send(out, (byte) 'S', (name + "\0" + value + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** The server asks for a password, and the client answers; in the end it is told another session number. */
    private void relayLogin(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            byte kind = fromServer.readByte();
            byte[] body = body(fromServer);
            send(out, kind, kind == 'K' ? ByteBuffer.allocate(8).putInt(OWN_SESSION_NUMBER).putInt(0).array() : body);
            if (kind == 'Z') {
                return;
            }
            // Of the answers about authentication, only 0 (ok) and 12 (the server's last word) wait for nothing.
            int asks = kind == 'R' ? ByteBuffer.wrap(body).getInt() : 0;
            if (asks != 0 && asks != 12) {
                byte answerKind = in.readByte();
                send(toServer, answerKind, body(in));
            }
        }
    }

    /** Hands all answers on; whether a transaction is open then. */
    private boolean answer(DataOutputStream out) throws IOException {
        while (true) {
            byte kind = fromServer.readByte();
            byte[] body = body(fromServer);
            send(out, kind, body);
            if (kind == 'Z') {
                return body[0] != 'I';
            }
        }
    }

    private static byte[] body(DataInputStream in) throws IOException {
        byte[] body = new byte[in.readInt() - Integer.BYTES];
        in.readFully(body);
        return body;
    }

    private static void send(DataOutputStream out, byte kind, byte[] body) throws IOException {
        var message = ByteBuffer.allocate(1 + Integer.BYTES + body.length);
        out.write(message.put(kind).putInt(body.length + Integer.BYTES).put(body).array());
        out.flush();
    }
}
