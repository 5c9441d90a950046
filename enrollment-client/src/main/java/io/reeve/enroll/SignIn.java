package io.reeve.enroll;

import io.reeve.enroll.EnrollmentRequest.Credential;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Whether the credential at hand is what the service asks for. A token is sent whatever the
/// service advertises: services in the field say OnPremise and take only tokens.
final class SignIn {
  /// Where a sign-in page sends its result; Windows' own value, as pages check it.
  private static final String CALLBACK = "ms-app://windows.immersivecontrolpanel";

  private SignIn() {}

  /// The policies that can be followed with it.
  static List<AuthPolicy> offered(Credential credential) {
    return switch (credential) {
      case Credential.Password _ -> List.of(AuthPolicy.ON_PREMISE);
      case Credential.Token _ -> List.of(AuthPolicy.ON_PREMISE, AuthPolicy.FEDERATED);
      case Credential.Certificate _ -> List.of(AuthPolicy.CERTIFICATE);
    };
  }

  static void check(Discovery.Found found, Credential credential) throws RefusedException {
    if (offered(credential).contains(found.policy())) {
      return;
    }
    throw switch (found.policy()) {
      case FEDERATED -> webSignIn(found, credential);
      case ON_PREMISE ->
          new RefusedException(
              Hresult.PASSWORD_NEEDED,
              "the service wants a user name and password",
              "give them with --user and --password-file, or an enrolment token with --token-file");
      case CERTIFICATE ->
          new RefusedException(
              Hresult.AUTHENTICATION,
              "the service wants the user's certificate",
              "give it as a PKCS#12 file with --identity and --password-file");
    };
  }

  private static RefusedException webSignIn(Discovery.Found found, Credential credential)
      throws RefusedException {
    var page =
        found
            .authenticationService()
            .orElseThrow(() ->
                RefusedException.broken(
                    "the discovery answer of " + found.discovery().getHost(),
                    "it wants a web sign-in and names no AuthenticationServiceUrl"));
    return new RefusedException(
        Hresult.WEB_SIGN_IN,
        "the service wants its web sign-in page to be used: " + address(page, credential.user()),
        "sign in there; the page ends in a form whose hidden field 'wresult' is the token. Save "
            + "its value in a file and enrol with --token-file");
  }

  static URI address(URI page, Optional<String> user) {
    var query = "appru=" + encoded(CALLBACK) + "&login_hint=" + encoded(user.orElse(""));
    return URI.create(page + (page.getRawQuery() == null ? "?" : "&") + query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
