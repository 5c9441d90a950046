package io.reeve.enroll;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

final class Pkcs12Keys implements DeviceKeys {
  Pkcs12Keys(KeyFile file) {
    if (file == null) throw new IllegalArgumentException();
  }

  static DeviceKeys open(Path config, Path pin, KeyFile file) throws KeyHomeException {
    if (config.equals(pin)) throw new KeyHomeException("not yet", "wait");
    return new Pkcs12Keys(file);
  }

  @Override
  public String where() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Identity> identity() throws KeyHomeException {
    throw new UnsupportedOperationException();
  }

  @Override
  public Candidate generate(KeySpec spec) throws KeyHomeException {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> secret(String name) throws KeyHomeException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void keep(Map<String, String> secrets) throws KeyHomeException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void forget() throws KeyHomeException {
    throw new UnsupportedOperationException();
  }
}
