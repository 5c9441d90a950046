package io.reeve.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.enroll.EnrollmentResult.Refused;
import io.reeve.enroll.ServiceStub.Style;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenResponseTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Enrollment/DeviceEnrollmentToken | Enrollment/Other | its type is",
        "DeviceEnrollmentProvisionDoc | Other | its type is",
        "<RequestedSecurityToken> | <Nothing> | it has no token",
        "RequestSecurityTokenResponse> | Other> | it has 0 responses",
        "(?s)<BinarySecurityToken[^>]*>[^<]* | <BinarySecurityToken>=*= | is not base64",
        "(?s)(<RequestSecurityTokenResponse>.*</RequestSecurityTokenResponse>) | $1$1 | it has 2 responses"
      })
  void anAnswerThatIsNotTheOneExpectedIsRefused(String from, String to, String why)
      throws Exception {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    service.token =
        xml ->
            xml.replaceAll(from, to)
                .replaceAll(
                    "<Nothing>([\\s\\S]*)</RequestedSecurityToken>", "<Nothing>$1</Nothing>");
    var refused =
        (Refused) Given.enrol(service, folder.resolve("k"), Given.request(Given.PASSWORD));
    assertThat(refused.sentence()).contains(why);
    assertThat(refused.code()).isEqualTo("0x80180005");
    assertThat(folder).isEmptyDirectory();
  }
}
