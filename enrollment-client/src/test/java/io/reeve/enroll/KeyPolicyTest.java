package io.reeve.enroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.enroll.DeviceKeys.KeySpec;
import io.reeve.enroll.xml.XmlElement;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPolicyTest {
  private static final String OIDS =
      """
      <oIDs>
        <oID><value>2.16.840.1.101.3.4.2.1</value><group>4</group><oIDReferenceID>0</oIDReferenceID></oID>
        <oID><value>1.3.14.3.2.29</value><group>1</group><oIDReferenceID>1</oIDReferenceID></oID>
        <oID><value>1.2.840.10045.2.1</value><group>3</group><oIDReferenceID>2</oIDReferenceID></oID>
        <oID><value>2.16.840.1.101.3.4.2.3</value><group>1</group><oIDReferenceID>3</oIDReferenceID></oID>
        <oID><value>1.2.3.4</value><group>1</group><oIDReferenceID>4</oIDReferenceID></oID>
      </oIDs>
      """;

  private static KeyPolicy read(String attributes) throws XMLStreamException, RefusedException {
    return read(attributes, OIDS, false);
  }

  private static KeyPolicy read(String attributes, String oids, boolean attestation)
      throws XMLStreamException, RefusedException {
    var xml =
        "<Envelope><Body><GetPoliciesResponse><response><policies><policy><attributes>"
            + attributes
            + "</attributes></policy></policies></response>"
            + oids
            + "</GetPoliciesResponse></Body></Envelope>";
    var bytes = xml.getBytes(StandardCharsets.UTF_8);
    return KeyPolicy.read(XmlElement.read(bytes, 1 << 20, 64), attestation);
  }

  private static String key(String children) {
    return "<privateKeyAttributes>" + children + "</privateKeyAttributes>";
  }

  @ParameterizedTest
  @CsvSource({"1024, 2048", "2048, 2048", "4096, 4096", "'', 2048", "8192, 8192"})
  void theModulusIsAsLongAsWantedAndNeverTooShort(String wanted, int used) throws Exception {
    var policy = read(key("<minimalKeyLength>" + wanted + "</minimalKeyLength>"));
    assertThat(policy.key()).isEqualTo(KeySpec.rsa(used));
  }

  @ParameterizedTest
  @CsvSource({"0, SHA256", "1, SHA1", "3, SHA512"})
  void theHashIsFoundByItsReference(int reference, String hash) throws Exception {
    var element = "<hashAlgorithmOIDReference>" + reference + "</hashAlgorithmOIDReference>";
    assertThat(read(element).hash()).isEqualTo(hash);
  }

  @ParameterizedTest
  @CsvSource({
    "9, is not among its identifiers",
    "4, the hash 1.2.3.4",
    "x, is no number: 'x'",
    "-1, is no number: '-1'"
  })
  void aHashThatCannotBeFoundIsRefused(String reference, String why) {
    var element = "<hashAlgorithmOIDReference>" + reference + "</hashAlgorithmOIDReference>";
    assertThatThrownBy(() -> read(element))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(why);
  }

  @Test
  void anEmptyOrNilAnswerMeansTheDefault() throws Exception {
    assertThat(read("")).isEqualTo(KeyPolicy.DEFAULT);
    assertThat(
            read(
                key("<keySpec nil=\"true\"/><x>y</x>")
                    + "<hashAlgorithmOIDReference nil=\"true\"/><unknown><a/></unknown>",
                "<oIDs nil=\"true\"/>",
                true))
        .isEqualTo(KeyPolicy.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource({"256, 256", "384, 384", "500, 521"})
  void anEllipticKeyIsMadeWhereWanted(int wanted, int used) throws Exception {
    var policy =
        read(
            key(
                "<minimalKeyLength>"
                    + wanted
                    + "</minimalKeyLength><algorithmOIDReference>2</algorithmOIDReference>"));
    assertThat(policy.key()).isEqualTo(new KeySpec("EC", used));
  }

  @Test
  void aKeyThatWouldTakeMinutesIsRefused() {
    assertThatThrownBy(() -> read(key("<minimalKeyLength>65536</minimalKeyLength>")))
        .hasMessageContaining("65536 bits");
  }

  @Test
  void attestationThatMustNotFailIsRefusedWhereTheVersionKnowsOfIt() throws Exception {
    var wants = key("<AttestationFailureBehavior>FailOnError</AttestationFailureBehavior>");
    assertThat(read(wants, OIDS, false)).isEqualTo(KeyPolicy.DEFAULT);
    assertThatThrownBy(() -> read(wants, OIDS, true)).hasMessageContaining("0x80180014");
    assertThat(read(wants.replace("FailOnError", "IgnoreOnError"), OIDS, true))
        .isEqualTo(KeyPolicy.DEFAULT);
  }
}
