package dev.memoryservice.server.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;

/**
 * What the port for clients makes its connections with, so that the keys can be changed under it. The framework's own
 * way, {@code HttpServer.updateSSLOptions} of Vert.x 4.5, closes every connection that comes until it is done: on a busy
 * machine for half a second.
 */
@Singleton
final class RenewableContexts implements HttpServerOptionsCustomizer {

    private final List<RenewableContext> made = new ArrayList<>();
    private Optional<KeyManagerFactory> keys = Optional.empty();

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.setSslEngineOptions(new EngineOptions());
    }

    /** Has connections that begin from now on served with these keys, and new sessions. */
    synchronized void use(KeyManagerFactory renewed) throws SSLException {
        keys = Optional.of(renewed);
        for (RenewableContext context : made) {
            context.renew(renewed);
        }
    }

    private synchronized SslContext create(Factory factory) throws SSLException {
        RenewableContext context = new RenewableContext(factory::with, factory.first());
        if (keys.isPresent()) {
            context.renew(keys.get());
        }
        made.add(context);
        return context;
    }

    private final class EngineOptions extends JdkSSLEngineOptions {

        @Override
        public SslContextFactory sslContextFactory() {
            return new Factory();
        }

        /** The options of a server are copied for each of its event loops, which serve with the same contexts. */
        @Override
        public JdkSSLEngineOptions copy() {
            return this;
        }
    }

    private final class Factory extends DefaultSslContextFactory {

        Factory() {
            super(SslProvider.JDK, false);
        }

        @Override
        public SslContext create() throws SSLException {
            return RenewableContexts.this.create(this);
        }

        private SslContext first() throws SSLException {
            return super.create();
        }

        private SslContext with(KeyManagerFactory renewed) throws SSLException {
            keyMananagerFactory(renewed);
            return super.create();
        }
    }
}
