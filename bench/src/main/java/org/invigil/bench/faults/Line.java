package org.invigil.bench.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The network between the student and the server: a loopback port that passes everything on until it is told not to. */
final class Line implements AutoCloseable {

    private static final int CONNECT_LIMIT_MILLIS = 5_000;

    private enum State {
        OPEN,
        CUT,
        SILENT
    }

    private final ServerSocket listener;
    private final int serverPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile State state = State.OPEN;

    /** A line to this port of this machine. */
    Line(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("line").start(this::accept);
    }

    /** Where the student finds the server. */
    URI address() {
        return URI.create("http://localhost:" + listener.getLocalPort());
    }

    /** Everything passes again. */
    void open() {
        change(State.OPEN);
    }

    /** Resets every connection and refuses new ones. What was on its way is lost. */
    void cut() {
        change(State.CUT);
        sockets.forEach(Line::reset);
    }

    /** Lets nothing through; both sides' connections stay. */
    void silence() {
        change(State.SILENT);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0); // a reset, not a polite end that would still deliver what is buffered
            socket.close();
        } catch (IOException e) {
            return; // closed already
        }
    }

    private void change(State to) {
        lock.lock();
        try {
            state = to;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket student = listener.accept();
                Thread.ofVirtual().name("line-connection").start(() -> serve(student));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket student) {
        Socket server = new Socket();
        sockets.add(student);
        sockets.add(server);
        try (student;
                server) {
            awaitNotSilent();
            if (state == State.OPEN) {
                server.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort), CONNECT_LIMIT_MILLIS);
                Thread back = Thread.ofVirtual().start(() -> pass(server, student));
                pass(student, server);
                back.join();
            }
        } catch (IOException e) {
            return; // no server: the student sees the connection end
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(student);
            sockets.remove(server);
        }
    }

    /** Passes bytes until one side ends, then ends the other. */
    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[64 << 10];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitNotSilent();
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            return; // either side is gone; leaving the block ended the other
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitNotSilent() throws InterruptedException {
        lock.lock();
        try {
            while (state == State.SILENT) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
