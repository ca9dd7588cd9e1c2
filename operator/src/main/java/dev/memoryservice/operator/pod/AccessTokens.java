package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.auth.AuthMode;
import dev.memoryservice.crds.v1alpha1.auth.AuthSpec;
import dev.memoryservice.crds.v1alpha1.auth.ExternalIssuerSpec;
import dev.memoryservice.crds.v1alpha1.auth.OAuthSpec;
import dev.memoryservice.operator.server.ServerAddress;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose access tokens the server accepts: its own, with the keys that sign them as files, or those of another issuer.
 *
 * <p>The server follows changed keys without a restart, so no hash of the Secret goes into the Pod template.
 */
final class AccessTokens implements PodFeature {

    private static final String DIRECTORY = "/etc/memory-service/oauth-keys";

    @Override
    public PodTemplateSpecBuilder addTo(PodTemplateSpecBuilder pod, MemoryService service) {
        AuthSpec auth = service.declared().auth();
        if (!auth.accepts(AuthMode.OAUTH)) {
            return pod;
        }
        PodTemplateSpecBuilder withSettings =
                PodFeature.editServer(pod, server -> server.addAllToEnv(settings(service, auth.oauthSettings())));
        return auth.grantsTokens() ? mountKeys(withSettings, service) : withSettings;
    }

    private static List<EnvVar> settings(MemoryService service, OAuthSpec oauth) {
        List<EnvVar> settings = new ArrayList<>();
        settings.add(variable("ISSUER", oauth.givenIssuer().orElseGet(() -> ServerAddress.of(service)
                .url())));
        oauth.givenExternal().ifPresentOrElse(external -> external(settings, external), () -> own(settings, oauth));
        return settings;
    }

    private static void own(List<EnvVar> settings, OAuthSpec oauth) {
        settings.add(variable("KEYS_DIRECTORY", DIRECTORY));
        settings.add(variable("ACCESS_TOKEN_LIFETIME", oauth.accessTokens().toString()));
        settings.add(variable("REFRESH_TOKEN_LIFETIME", oauth.refreshTokens().toString()));
        settings.add(variable("DYNAMIC_REGISTRATION", String.valueOf(oauth.registersClients())));
        settings.add(variable("CLIENT_METADATA_DOCUMENTS", String.valueOf(oauth.fetchesClientMetadata())));
    }

    private static void external(List<EnvVar> settings, ExternalIssuerSpec external) {
        settings.add(variable("EXTERNAL_ISSUER", external.issuer()));
        external.givenAudience().ifPresent(audience -> settings.add(variable("EXTERNAL_AUDIENCE", audience)));
        settings.add(variable("EXTERNAL_USER_CLAIM", external.userClaim()));
        settings.add(variable("EXTERNAL_SCOPE_CLAIM", external.scopeClaim()));
        external.givenTenantClaim().ifPresent(claim -> settings.add(variable("EXTERNAL_TENANT_CLAIM", claim)));
    }

    private static EnvVar variable(String name, String value) {
        return PodFeature.variable("MEMORY_SERVICE_OAUTH_" + name, value);
    }

    private static PodTemplateSpecBuilder mountKeys(PodTemplateSpecBuilder pod, MemoryService service) {
        return PodFeature.mountSecret(pod, "oauth-keys", ServerNames.signingKeys(service), DIRECTORY);
    }
}
