package io.reeve.platform.windows;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;

/// Public keys as CNG gives them: `BCRYPT_RSAKEY_BLOB` and `BCRYPT_ECCKEY_BLOB`.
final class PublicKeys {
  private static final int RSA1 = 0x31415352;
  private static final int ECS1 = 0x31534345;
  private static final int ECS3 = 0x33534345;
  private static final int ECS5 = 0x35534345;
  private static final int LARGEST = 2048;

  private PublicKeys() {}

  /// @throws IOException when it is none
  static PublicKey of(byte[] blob) throws IOException {
    try {
      var in = ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN);
      int magic = in.getInt();
      return switch (magic) {
        case RSA1 -> rsa(in);
        case ECS1 -> curve(in, "secp256r1");
        case ECS3 -> curve(in, "secp384r1");
        case ECS5 -> curve(in, "secp521r1");
        default -> throw new IOException("not a public key: 0x%08X".formatted(magic));
      };
    } catch (BufferUnderflowException | GeneralSecurityException e) {
      throw new IOException("Windows gave a public key that is none", e);
    }
  }

  /// Bits, the lengths of exponent, modulus and two primes that are not there, exponent, modulus.
  private static PublicKey rsa(ByteBuffer in) throws IOException, GeneralSecurityException {
    in.getInt();
    int exponent = in.getInt();
    int modulus = in.getInt();
    in.getInt();
    in.getInt();
    var e = number(in, exponent);
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(number(in, modulus), e));
  }

  /// The length of a coordinate, x, y.
  private static PublicKey curve(ByteBuffer in, String name)
      throws IOException, GeneralSecurityException {
    int length = in.getInt();
    var point = new ECPoint(number(in, length), number(in, length));
    var parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(name));
    var curve = parameters.getParameterSpec(ECParameterSpec.class);
    return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve));
  }

  private static BigInteger number(ByteBuffer in, int length) throws IOException {
    if (length <= 0 || length > LARGEST) {
      throw new IOException("Windows gave a public key with a number of " + length + " bytes");
    }
    var bytes = new byte[length];
    in.get(bytes);
    return new BigInteger(1, bytes);
  }
}
