package io.reeve.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.enroll.EnrollmentResult.Refused;
import io.reeve.enroll.Exchange.Answer;
import io.reeve.enroll.ServiceStub.Step;
import io.reeve.enroll.ServiceStub.Style;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FaultsTest {
  @TempDir Path folder;

  private Refused refused(ServiceStub service, ServiceStub.Reply reply) throws Exception {
    service.instead.put(Step.POLICIES, reply);
    var keys = folder.resolve("keys.p12");
    return (Refused) Given.enrol(service, keys, Given.request(Given.PASSWORD));
  }

  @ParameterizedTest
  @CsvSource({
    "s:MessageFormat, '', 0x80180001, false",
    "s:Authentication, '', 0x80180002, false",
    "s:Authorization, '', 0x80180003, false",
    "s:CertificateRequest, '', 0x80180004, true",
    "s:EnrollmentServer, '', 0x80180005, true",
    "a:InternalServiceFault, '', 0x80180006, true",
    "a:InvalidSecurity, '', 0x80180007, false",
    "s:SomethingElse, '', 0x80180008, false",
    "s:Authorization, DeviceCapReached, 0x80180013, false",
    "s:Authorization, DeviceNotSupported, 0x80180014, false",
    "s:Authorization, NotSupported, 0x80180015, false",
    "s:Authorization, NotEligibleToRenew, 0x80180016, false",
    "s:Authorization, InMaintenance, 0x80180017, true",
    "s:Authorization, UserLicense, 0x80180018, false",
    "s:Authorization, InvalidEnrollmentData, 0x80180019, false",
    "s:EnrollmentServer, CustomServerError, 0x80180032, false",
    "s:Authorization, SomethingElse, 0x80180003, false"
  })
  void eachFaultHasItsCodeSentenceAndHintInAnyLetterCase(
      String subcode, String errorType, String code, boolean retryable) throws Exception {
    for (var style : Style.values()) {
      for (var lower : new boolean[] {false, true}) {
        var service = new ServiceStub(style, Given.PKI);
        var refused =
            refused(
                service,
                _ ->
                    service.fault(
                        lower ? subcode.toLowerCase(Locale.ROOT) : subcode,
                        lower ? errorType.toLowerCase(Locale.ROOT) : errorType,
                        "what they say"));
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.retryable()).isEqualTo(retryable);
        assertThat(refused.sentence()).contains("it says \"what they say\"");
        assertThat(refused.hint()).isNotBlank();
        if (!errorType.isEmpty()) {
          assertThat(refused.sentence()).contains("trace t-1");
        }
      }
    }
  }

  @Test
  void aFaultOfSoapOneOneIsUnderstood() throws Exception {
    var service = new ServiceStub(Style.SLOPPY, Given.PKI);
    var refused =
        refused(
            service,
            _ ->
                service.soap(
                    "<s:Fault><faultcode>s:Authentication</faultcode>"
                        + "<faultstring>no</faultstring></s:Fault>"));
    assertThat(refused.code()).isEqualTo("0x80180002");
    assertThat(refused.sentence()).contains("\"no\"");
  }

  @ParameterizedTest
  @CsvSource({
    "401, 0x80180002, false",
    "403, 0x80180003, false",
    "404, 0x80190194, false",
    "302, 0x8019012E, false",
    "429, 0x801901AD, true",
    "500, 0x801901F4, true",
    "503, 0x801901F7, true"
  })
  void aBareHttpStatusHasACode(int status, String code, boolean retryable) throws Exception {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    var refused = refused(service, _ -> new Answer(status, Map.of(), HttpBody.NONE));
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.retryable()).isEqualTo(retryable);
    assertThat(refused.sentence()).contains("mdm.example.org answered HTTP " + status);
    assertThat(refused.hint()).isNotBlank();
  }

  @Test
  void anErrorInJsonIsShown() throws Exception {
    var service = new ServiceStub(Style.SLOPPY, Given.PKI);
    var json =
        """
        {"message": "Bad request", "errors": [{"name": "base", "reason": "Windows MDM is off"}]}
        """;
    var refused = refused(service, _ -> answer(400, "application/json; charset=utf-8", json));
    assertThat(refused.code()).isEqualTo("0x80190190");
    assertThat(refused.sentence()).contains("Bad request; Windows MDM is off");
    assertThat(refused.hint()).contains("turned off");
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, <html><body>Sign in</body></html>",
    "text/html, <!DOCTYPE html><html>",
    "application/soap+xml, ''",
    "application/soap+xml, <a><b></a>",
    "application/soap+xml, nonsense"
  })
  void whatIsNoSoapIsSaidSo(String type, String text) throws Exception {
    var service = new ServiceStub(Style.SLOPPY, Given.PKI);
    var refused = refused(service, _ -> answer(200, type, text));
    assertThat(refused.code()).isEqualTo("0x80180010");
    assertThat(refused.sentence()).contains("is no SOAP message: HTTP 200, " + type);
  }

  @Test
  void aLongStoryIsCutShort() throws Exception {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    var refused = refused(service, _ -> service.fault("s:Authorization", "", "x".repeat(9000)));
    assertThat(refused.sentence()).hasSizeLessThan(600).contains("xxx...");
  }

  @ParameterizedTest
  @EnumSource
  void eachRowHasASentenceAndAHint(Hresult row) {
    assertThat(row.sentence()).isNotBlank();
    assertThat(row.hint()).isNotBlank();
    assertThat(Arrays.stream(Hresult.values()).filter(it -> it.code() == row.code())).hasSize(1);
  }

  private static Answer answer(int status, String type, String text) {
    return new Answer(status, Map.of(), new HttpBody(type, text.getBytes(StandardCharsets.UTF_8)));
  }
}
