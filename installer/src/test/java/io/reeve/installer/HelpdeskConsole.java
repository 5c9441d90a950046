package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The service's console as far as its buttons go: the same request over HTTPS as the page sends.
record HelpdeskConsole(Site site, HttpClient client) {
  static HelpdeskConsole of(Site site) throws Exception {
    var pem = site.lab().caPem().getBytes(StandardCharsets.US_ASCII);
    var trust = KeyStore.getInstance(KeyStore.getDefaultType());
    trust.load(null, null);
    trust.setCertificateEntry(
        "lab",
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trust);
    var tls = SSLContext.getInstance("TLS");
    tls.init(null, factory.getTrustManagers(), null);
    return new HelpdeskConsole(site, HttpClient.newBuilder().sslContext(tls).build());
  }

  /// Presses the button of an action.
  void press(String uri, String value) throws Exception {
    var body =
        new JsonMapper()
            .createObjectNode()
            .put("verb", "exec")
            .put("uri", uri)
            .put("format", "chr")
            .put("value", value);
    var path = "/api/v1/devices/" + site.device() + "/commands";
    var request =
        HttpRequest.newBuilder(URI.create(site.lab().uri().resolve(path).toString()))
            .header(
                "Authorization", "Bearer " + Files.readString(site.lab().adminTokenFile()).strip())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    var answer = client.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }
}
