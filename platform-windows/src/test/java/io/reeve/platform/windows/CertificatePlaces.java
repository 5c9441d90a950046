package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the places of certificates promise, over stores in memory and over Windows' own.
interface CertificatePlaces {
  String SHA1 = "e40b2df4c113445423670e67f60cda30832a49f4";
  String DER =
      "MIIBqTCCAU+gAwIBAgIUQ+m/HD2X3hQN2SR/GIprwSiQcNUwCgYIKoZIzj0EAwIwKTEQMA4GA1UE"
          + "CgwHRXhhbXBsZTEVMBMGA1UEAwwMRXhhbXBsZSBSb290MCAXDTI2MTEyMTAwMTkzNloYDzIxMjYx"
          + "MDI4MDAxOTM2WjApMRAwDgYDVQQKDAdFeGFtcGxlMRUwEwYDVQQDDAxFeGFtcGxlIFJvb3QwWTAT"
          + "BgcqhkjOPQIBBggqhkjOPQMBBwNCAARXvoor743Tlx/n6x27zA8P2l2NLilo5InBvBom/ILhnWLI"
          + "Bhqo3gxHPZW/czp5Rty5/sAjbk7grflgsI+Fq165o1MwUTAdBgNVHQ4EFgQUkFl2OnC3MeUvfW6R"
          + "HJbFy7te1JAwHwYDVR0jBBgwFoAUkFl2OnC3MeUvfW6RHJbFy7te1JAwDwYDVR0TAQH/BAUwAwEB"
          + "/zAKBggqhkjOPQQDAgNIADBFAiBhb+LCXQcsSp6regKf0SPAvq7sYX5ygua/HJIzHLJJXgIhALqs"
          + "B0ttfPRaKTmmJQtt7Hyd8/12DHYiNTwM4Xi35Bbn";

  CertificateStores stores();

  Registry registry();

  private Mechanism mechanism() {
    return new CaCertificateMechanism(Optional.of(stores()), Optional.of(registry()));
  }

  private Mechanism.Point point(String store) throws IOException {
    return mechanism().bind(new Address("ca-certificate", Map.of("sha1", SHA1, "store", store)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "intermediate", "untrusted"})
  default void itIsWrittenReadAndTakenBack(String store) throws IOException {
    var point = point(store);
    assertThat(point.read()).isEqualTo(Value.absent());
    var before = point.capture();
    point.write(Value.of(DER));
    point.write(Value.of(DER));
    assertThat(point(store).read()).isEqualTo(Value.of(DER));
    point.restore(before);
    assertThat(point(store).read()).isEqualTo(Value.absent());
    point.write(Value.absent());
  }

  @Test
  default void oneThatWasThereBeforeStays() throws IOException {
    stores().add("CA", Base64.getDecoder().decode(DER));
    var point = point("intermediate");
    var before = point.capture();
    point.write(Value.of(DER));
    point.write(Value.absent());
    point.restore(before);
    assertThat(point.read()).isEqualTo(Value.of(DER));
    stores().remove("CA", SHA1);
  }

  @Test
  default void whatIsNeverToBeTrustedIsNoRoot() throws IOException {
    stores().add("Disallowed", Base64.getDecoder().decode(DER));
    assertThatThrownBy(() -> point("root").read())
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("UntrustedCertificates");
    stores().remove("Disallowed", SHA1);
  }

  @Test
  default void anotherCertificateThanTheNodeNamesIsRefused() {
    var other = new Address("ca-certificate", Map.of("sha1", "0".repeat(40)));
    assertThatThrownBy(() -> mechanism().bind(other).write(Value.of(DER)))
        .hasMessageContaining(SHA1);
    assertThatThrownBy(() -> point("root").write(Value.of("AAAA")))
        .hasMessageContaining("not an X.509 certificate");
  }

  @Test
  default void badAddressesAreRefused() {
    for (var bad :
        List.of(
            Map.of("sha1", "12"), Map.of("sha1", SHA1, "store", "my"), Map.of("store", "root"))) {
      assertThatThrownBy(() -> mechanism().bind(new Address("ca-certificate", bad)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
