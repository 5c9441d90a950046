package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Library;
import java.io.IOException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/// Windows as its documentation has it: until the next restart it tells the name that it has
/// started with, whichever of its names is asked for. Wine tells the new one at once.
final class NativeMachineNameTest {
  private static final RegistryKey PARAMETERS =
      RegistryKey.machine("SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters");
  private final MemoryRegistry registry = new MemoryRegistry();

  private final Win32 windows =
      new Win32() {
        @Override
        public <T extends Library> T load(String dll, Class<T> functions) {
          return functions.cast(
              Proxy.newProxyInstance(
                  functions.getClassLoader(),
                  new Class<?>[] {functions},
                  (_, method, arguments) -> answer(method.getName(), arguments)));
        }

        @Override
        public int lastError() {
          return 0;
        }
      };

  private static int answer(String function, Object[] arguments) {
    assertThat(function).isEqualTo("GetComputerNameExW");
    var name = Wide.of("OLD-PC");
    System.arraycopy(name, 0, arguments[1], 0, name.length);
    return 1;
  }

  private final MachineName name = new NativeMachineName(windows, registry);

  private void givenNext(String text) {
    registry.given(PARAMETERS, "NV Hostname", RegistryData.text(Advapi32Registry.REG_SZ, text));
  }

  @Test
  void theNameThatIsSetIsTheOneItWillStartWith() throws IOException {
    givenNext("new-pc");
    assertThat(name.set()).isEqualTo("new-pc");
    assertThat(name.present()).isEqualTo("OLD-PC");
  }

  @Test
  void whereTheRegistryDoesNotTellItWindowsDoes() throws IOException {
    assertThat(name.set()).isEqualTo("OLD-PC");
    givenNext(" ");
    assertThat(name.set()).isEqualTo("OLD-PC");
  }
}
