package io.reeve.enroll;

import java.util.List;
import java.util.Optional;

/// What is needed to enrol.
///
/// @param target where to
/// @param credential with what right
/// @param trust which roots vouch for the servers
/// @param type for the device or for its user
/// @param facts about the machine
public record EnrollmentRequest(
    Target target, Credential credential, Trust trust, EnrollmentType type, DeviceFacts facts) {

  /// Where the service is found.
  public sealed interface Target {
    /// A discovery address, or only a host name to which the well-known path is added.
    record Server(String address) implements Target {}

    /// A mail address; the service is looked for at `EnterpriseEnrollment.` and its domain.
    record Mail(String address) implements Target {}
  }

  /// With what right the machine enrols. None of these prints its secret.
  public sealed interface Credential {
    /// The user it speaks for, when it names one.
    Optional<String> user();

    /// What must never be shown, even when a server repeats it.
    default List<String> secrets() {
      return switch (this) {
        case Password(var _, var password) -> List.of(password);
        case Token(var _, var value, var _) -> List.of(value);
        case Certificate _ -> List.of();
      };
    }

    /// A name and password, for the policy OnPremise.
    record Password(String name, String password) implements Credential {
      @Override
      public Optional<String> user() {
        return Optional.of(name);
      }

      @Override
      public String toString() {
        return "Password[" + name + "]";
      }
    }

    /// A token had elsewhere. Sent as a BinarySecurityToken whatever policy discovery answers.
    ///
    /// @param name the user it was issued to; empty when that is not known
    /// @param value the token as issued; it is encoded on the way
    /// @param valueType its ValueType
    record Token(Optional<String> name, String value, String valueType) implements Credential {
      /// The ValueType of a token without further specification.
      public static final String USER_TOKEN = Uris.USER_TOKEN;

      @Override
      public Optional<String> user() {
        return name;
      }

      @Override
      public String toString() {
        return "Token[" + valueType + "]";
      }
    }

    /// A user's certificate and key, for the policy Certificate.
    ///
    /// @param name the user; empty when the certificate says it
    /// @param identity signs the request
    record Certificate(Optional<String> name, Identity identity) implements Credential {
      @Override
      public Optional<String> user() {
        return name;
      }
    }
  }
}
