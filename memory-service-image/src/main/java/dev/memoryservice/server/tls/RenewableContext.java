package dev.memoryservice.server.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;

/** A server's TLS context that can be replaced: each connection is served to its end by the one that it began with. */
final class RenewableContext extends SslContext {

    /** Makes a context like the one before, with other keys. */
    @FunctionalInterface
    interface Maker {
        SslContext with(KeyManagerFactory keys) throws SSLException;
    }

    private final Maker maker;
    private volatile SslContext current;

    RenewableContext(Maker maker, SslContext first) {
        this.maker = maker;
        this.current = first;
    }

    void renew(KeyManagerFactory keys) throws SSLException {
        current = maker.with(keys);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
        return current.newEngine(allocator);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
        return current.newEngine(allocator, peerHost, peerPort);
    }

    @Override
    public boolean isClient() {
        return current.isClient();
    }

    @Override
    public List<String> cipherSuites() {
        return current.cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's own replacement is inside it.
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return current.applicationProtocolNegotiator();
    }

    @Override
    public SSLSessionContext sessionContext() {
        return current.sessionContext();
    }
}
