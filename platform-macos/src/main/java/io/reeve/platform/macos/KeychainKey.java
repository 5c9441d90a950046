package io.reeve.platform.macos;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A private key that stays in the keychain: its label, and what TLS has to know of it.
sealed interface KeychainKey extends PrivateKey {
  String label();

  /// The other half.
  PublicKey publicKey();

  /// None: it does not come out.
  @Override
  default byte @Nullable [] getEncoded() {
    return null;
  }

  @Override
  default @Nullable String getFormat() {
    return null;
  }

  /// Of RSA.
  record Rsa(String label, PublicKey publicKey, BigInteger modulus) implements KeychainKey, RSAKey {
    @Override
    public String getAlgorithm() {
      return "RSA";
    }

    @Override
    public BigInteger getModulus() {
      return modulus;
    }

    @Override
    public @Nullable AlgorithmParameterSpec getParams() {
      return null;
    }
  }

  /// Of an elliptic curve.
  record Ec(String label, PublicKey publicKey) implements KeychainKey, ECKey {
    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public ECParameterSpec getParams() {
      return ((ECKey) publicKey).getParams();
    }
  }

  /// @param form of the public key, as [SystemKeys#publicKey] gives it
  static KeychainKey of(String label, byte[] form) throws GeneralSecurityException {
    if (form.length == 0) {
      throw new InvalidKeyException("it is empty");
    }
    return form[0] == 4 ? ec(label, form) : rsa(label, form);
  }

  private static KeychainKey ec(String label, byte[] form) throws GeneralSecurityException {
    var curve =
        switch (form.length) {
          case 65 -> "secp256r1";
          case 97 -> "secp384r1";
          case 133 -> "secp521r1";
          default -> throw new InvalidKeyException("a point of " + form.length + " bytes");
        };
    int middle = (form.length + 1) / 2;
    var point =
        new ECPoint(
            new BigInteger(1, Arrays.copyOfRange(form, 1, middle)),
            new BigInteger(1, Arrays.copyOfRange(form, middle, form.length)));
    var parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(curve));
    var spec = new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class));
    return new Ec(label, KeyFactory.getInstance("EC").generatePublic(spec));
  }

  private static KeychainKey rsa(String label, byte[] form) throws GeneralSecurityException {
    var der = new Der(form);
    der.enter();
    var modulus = der.integer();
    var exponent = der.integer();
    var spec = new RSAPublicKeySpec(modulus, exponent);
    return new Rsa(label, KeyFactory.getInstance("RSA").generatePublic(spec), modulus);
  }

  /// As much of DER as two numbers in a sequence need.
  final class Der {
    private final byte[] bytes;
    private int at;

    private Der(byte[] bytes) {
      this.bytes = bytes;
    }

    private void enter() throws InvalidKeyException {
      length(0x30);
    }

    private BigInteger integer() throws InvalidKeyException {
      int length = length(2);
      var number = new BigInteger(Arrays.copyOfRange(bytes, at, at + length));
      at += length;
      if (number.signum() <= 0) {
        throw new InvalidKeyException("a number that is not positive");
      }
      return number;
    }

    private int length(int tag) throws InvalidKeyException {
      if (next() != tag) {
        throw new InvalidKeyException("no RSAPublicKey");
      }
      int length = next();
      if (length > 0x80 && length <= 0x82) {
        int octets = length - 0x80;
        length = 0;
        for (int i = 0; i < octets; i++) {
          length = length << 8 | next();
        }
      }
      if (length == 0 || length > bytes.length - at) {
        throw new InvalidKeyException("an RSAPublicKey that is cut off");
      }
      return length;
    }

    private int next() throws InvalidKeyException {
      if (at == bytes.length) {
        throw new InvalidKeyException("an RSAPublicKey that is cut off");
      }
      return bytes[at++] & 0xFF;
    }
  }
}
