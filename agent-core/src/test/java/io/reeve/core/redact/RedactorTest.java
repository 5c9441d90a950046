package io.reeve.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactorTest {
  /// What is to be taken out stands between « and ».
  static List<String> secrets() {
    return List.of(
        // assigned
        "DB_PASSWORD=«hunter2 port=5432»",
        "password=«ab,cd;ef&gh} next»",
        "password: «correct horse battery»",
        "password = «hunter2»",
        "pwd=«x»\npsk: «x»\npin=«1»\nPasswort: «x»\nKennwort=«x»\nPW=«x»\notp: «1»",
        "wifiPsk=«abc def ssid=home»",
        "userPwd:«x»\nclient-secret: «x»\nX-Api-Key: «a»\nsecret_key=«x»\naccessKey => «x»",
        "passwordHash=«abc»\ntoken_value: «abc»\npassword2=«abc»\r\ntokens: «abc»",
        "key=«hunter2 done»",
        "password: «Token: abc next»",
        "token: «Bearer abc next»",
        "passphrase: «correct horse battery staple»",
        "password=«my\\ word next»",
        "PASSWORD:=«x»",
        // quoted
        "{\"password\":\"«hunter2»\",\"user\":\"ann\"}",
        "{\"password\": \"«a b»\", \"user\": \"ann\"}",
        "\"password\":\"«ab\\\"cd»\",\"user\":\"ann\"",
        "{\\\"password\\\":«\\\"hunter2\\\",\\\"user\\\":\\\"ann\\\"}»",
        "{\\\\\\\"password\\\\\\\":«\\\\\\\"a\\b\\\\\\\",\\\\\\\"user\\\\\\\":1}»",
        "\\\"token\\\":«\\\"a\\\\\\\"b c\\\"»",
        "{\"pin\":«1234,\"user\":\"ann\"}»",
        "{\"secrets\":«[\"a b\",\"c\"]}»",
        "{\"key\": \"«abc»\"}",
        "password='«it is a secret»' user=ann",
        "password=«\"never ends, user=ann»",
        "'password=«a b' -v»",
        "password=«\"a b\"c d»",
        "<wap-provisioningdoc><Password>«hunter2»</Password></wap-provisioningdoc>",
        "<ns:Secret type=\"x\">«a b»</ns:Secret>",
        "<Password><![CDATA[«a<b»]]></Password>",
        "&lt;Password&gt;«hunter2&amp;»&lt;/Password&gt;",
        "<add key=\"Password\" value=\"«hunter2»\"/> <add key=\"Size\" value=\"2\"/>",
        "{\"name\": \"DB_PASSWORD\", \"value\": \"«hunter2»\", \"x\": 1}",
        // of several lines
        "{\n  \"passwords\": «[\n    \"hunter2\",\n    \"a]b\"\n  ],»\n  \"user\": \"ann\"\n}",
        "\"passwords\": «[\n\"hunter2\",\n\"x\"\n]»\nnext",
        "\"secret\": «{\n  \"a\": {\n    \"b\": 1\n  },\n  \"c\": \"x\"\n}»\nnext",
        "password: «|\n  hunter2\n\n  more»\nuser: ann",
        "password: «>-2 # folded\n  hunter2»\n\nuser: ann",
        "password:«\n  hunter2»\nuser: ann",
        "passwords:«\n- hunter2\n- x»\nuser: ann",
        "env:\n  - name: DB_PASSWORD\n    value: «hunter2»\n  - name: SIZE\n    value: 2",
        "password = «\"\"\"\nhunter2\n\"\"\"»\nuser = 1",
        "PASSWORD=«'a\nb'»\nuser=ann",
        "$passwords = «@(\n'hunter2'\n)»\n$user = 1",
        "x <Password>«\nhunter2\n»</Password> y",
        "<Secrets>\n  <Secret>«x»</Secret>\n</Secrets>",
        "10:00 pc a[1]: password: «|\n10:00 pc a[1]:   hunter2»\n10:00 pc a[1]: user: ann",
        "mytool --password «\\\n  hunter2»\nnext",
        "[\n  \"--token\",\n  \"«hunter2»\",\n  \"-v\"\n]",
        // options
        "mytool --password «hunter2 --user ann»",
        "mytool --db-password=«hunter2 --user ann»",
        "mytool -Password «'a b'»".replace("«'a b'»", "'«a b»'") + " -User ann",
        "net use /pass «x»",
        "[\"mytool\", \"--token\", \"«a b»\", \"-v\"]",
        "sshpass -p «hunter2 ssh -p 22 host»\nnext -p 22",
        "sshpass -p «\\\n hunter2 ssh»\nnext",
        "mysqldump -uroot -p«hunter2 db»",
        "ldapsearch -x -w '«a b' -b dc=x»",
        "curl -s -u «ann:hunter2 https://host/»",
        "[\"curl\",\"-u\",\"«ann:x\"]»",
        "net user bob «P4ss /add»",
        "C:\\Windows\\net.exe user \"Bob Smith\" «P4ss word»",
        "net use X: \\\\srv\\share «P4ss /user:bob»",
        "plink -pw «x host»",
        "openssl pkcs12 -passin pass:«hunter2 -in x.p12»",
        // headers
        "Authorization: «Bearer abcdefgh12345»",
        "Authorization: «Digest username=\"ann\", response=\"abc\"»",
        "Cookie: «a=b; c=d»",
        "Set-Cookie: «sid=abc; Path=/»",
        "curl -H 'Authorization: «Basic YTpiCg==' https://host/»",
        "\"Authorization\":\"«Bearer a»\",\"x\":1",
        "sent 'bearer «abcdefgh12345»'",
        "Proxy: Basic «YW5uOmh1bnRlcjI=»",
        // addresses
        "proxy=http://«ann:hunter2»@proxy.example:3128/",
        "https://«u:p@ss»@host/path",
        "https://«u:p/a?ss»@host/path",
        "E: https://«user:pass»@repo.example/x y https://«t0ken»@repo.example/z",
        "postgres://«u:p»@db:5432/x?sslmode=require",
        "see https://host/x?token=«abc&y=1 now»",
        // shapes
        "got «eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl» from it",
        "root:$y$«j9T$abcdefgh$0123456789»:19000",
        "«aad3b435b51404eeaad3b435b51404ee:31d6cfe0d16ae931b73c59d7e0c089c0»",
        "recovery 1: «111111-222222-333333-444444-555555-666666-777777-888888»",
        "key is «ABCDE-FGHIJ-12345-KLMNO-PQRST» here",
        "clone with «ghp_abcdefghijklmnop1234»",
        "id «kGd0qXwZmp9RtVsLbN8cYfHjAeuTo3WiKxBrQz» was used",
        "data «MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj»");
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void whatLooksLikeASecretIsTakenOut(String marked) {
    var clean = Redactor.clean(marked.replaceAll("[«»]", ""));
    assertThat(clean).isEqualTo(marked.replaceAll("«[^»]*»", "(removed)"));
    assertThat(Redactor.clean(clean)).as("cleaned again").isEqualTo(clean);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the password of root stays as it was",
        "Failed password for ann from 10.0.0.1 port 22 ssh2",
        "https://mdm.example.org:8443/ManagementServer/MDM.svc?mail=ann@example.org",
        "hash 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        "SHA1 2FD4E1C67A2D28FCED849EE1BB76E7391B93EB12 {3F2504E0-4F89-11D3-9A0C-0305E82C3301}",
        "token bucket, secret garden, no key: HKLM\\SOFTWARE\\Reeve is there",
        "pw.min-length = 12, PasswordLength=14, minlen=8, spin=3, Ping: 5 ms",
        "PasswordAuthentication no",
        "systemd-ask-password-wall.path: Deactivated successfully.",
        "mscorlib, PublicKeyToken=b77a5c561934e089",
        "./Device/Vendor/MSFT/Policy/Config/DeviceLock/MinDevicePasswordLength",
        "./Device/Vendor/MSFT/Firewall/MdmStore/FirewallRules/Allow22/Description2",
        "/usr/lib/jvm/temurin-25-jdk-amd64/lib/server/libjvm.so",
        "Microsoft.WindowsStore_22405.1401.1.0_x64__8wekyb3d8bbwe",
        "Basic authentication, Digest authentication",
        "ssh -p 22 host; mkdir -p /x/y",
        "net user bob /add",
        "net use X: \\\\srv\\share /persistent:yes",
        "no key:\n  x\n<Secrets>\n</Secrets>\n<Password></Password>\n<Password/>x",
        "password:\n\nnext",
        "<add key=\"Size\" value=\"2\"/>",
        "it is 2025-11-21 10:00:00 UTC"
      })
  void whatIsNoneStays(String text) {
    assertThat(Redactor.clean(text)).isEqualTo(text);
  }

  private static final String KEY =
      """
      MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj
      MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu
      QmFzZTY0
      """;
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
  private static final String END = "-----END PRIVATE KEY-----\n";

  @Test
  void aPrivateKeyGoesWhole() {
    assertThat(Redactor.clean("a " + BEGIN + KEY + END + "b")).isEqualTo("a (removed)\nb");
    var encrypted = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123\n\n";
    assertThat(Redactor.clean(BEGIN + encrypted + KEY + END + "b")).isEqualTo("(removed)\nb");
    var line = "{\"x\":\"" + (BEGIN + KEY + END).replace("\n", "\\n") + "\",\"y\":1}";
    assertThat(Redactor.clean(line)).isEqualTo("{\"x\":\"(removed)\\n\",\"y\":1}");
  }

  @Test
  void aPrivateKeyWhoseEndIsMissingGoesAsFarAsItGoes() {
    assertThat(Redactor.clean("a " + BEGIN + KEY + "b c.\nd.")).isEqualTo("a (removed)\nb c.\nd.");
  }

  @Test
  void aPrivateKeyWhoseBeginningIsMissingGoesFromWhereItBegins() {
    assertThat(Redactor.clean("a.\n" + KEY + END + "b")).isEqualTo("a.\n(removed)\nb");
    var logged = (KEY + END).lines().map(line -> "10:00 pc tool[1]: " + line + "\n");
    var text = logged.collect(Collectors.joining("", "10:00 pc tool[1]: It begins.\n", "b"));
    assertThat(Redactor.clean(text)).isEqualTo("10:00 pc tool[1]: It begins.\n(removed)\nb");
  }

  @Test
  void ofAPrivateKeyWithNeitherItsLongLinesGo() {
    assertThat(Redactor.clean(KEY).lines()).containsExactly("(removed)", "(removed)", "QmFzZTY0");
  }

  @Test
  void namesAreToldAlone() {
    assertThat(List.of("password", "DB_PASSWORD", "apiKey", "psk", "Set-Cookie", "key"))
        .allMatch(Redactor::isSecret);
    assertThat(List.of("name", "PasswordLength", "keys.type", "publicKey", "spin", "text"))
        .noneMatch(Redactor::isSecret);
  }

  @Test
  void whatWasCleanedStaysAsItIs() {
    var random = new Random(20_240_229);
    var parts =
        List.of(
            "password",
            "token",
            "key",
            "Cookie",
            "passphrase",
            "--",
            "-p",
            "sshpass ",
            "=",
            ":",
            "\"",
            "'",
            "\\",
            " ",
            "  ",
            ",",
            "\n",
            "\r\n",
            "https://",
            "u:p",
            "@",
            "/",
            "Bearer ",
            "abc",
            "12",
            "{",
            "[",
            "]",
            "}",
            "<",
            ">",
            "(removed)",
            "eyJabcdef.x",
            KEY,
            BEGIN,
            END,
            "x: ",
            "$6$abcdefghijk",
            "curl ",
            "-u ",
            "net user x ",
            "|",
            "\n  ",
            "- ",
            "value",
            "</",
            "<![CDATA[",
            "]]>",
            "&lt;",
            "&gt;");
    for (int round = 0; round < 10_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(14); i >= 0; i--) {
        text.append(parts.get(random.nextInt(parts.size())));
      }
      var clean = Redactor.clean(text.toString());
      assertThat(Redactor.clean(clean)).as(text.toString()).isEqualTo(clean);
    }
  }

  /// Work that grows with the square of the length would take hours here.
  static List<String> hostile() {
    var lines = new ArrayList<String>();
    for (var part :
        List.of(
            "a",
            "x.",
            "\\",
            "\"",
            "password",
            "password ",
            "password=\"\" ",
            "password=",
            "<password ",
            "a:password ",
            "--token ",
            "://",
            "://a:b",
            "u://x:y/ ",
            "@",
            "eyJ",
            "eyJ-",
            "eyJa.",
            "bearer ",
            "basic aaaaaaaa",
            "$6$",
            "-----BEGIN PRIVATE KEY-----",
            "-----END PRIVATE KEY-----\n",
            "-----BEGIN ",
            "123456-",
            "ABCDE-",
            "aB1",
            "sshpass -p ",
            "sshpass ",
            "sshpass 'a' ",
            "net user ",
            "net use \\\\a ",
            "://a:/",
            "password:\n",
            "password:\n\n",
            "password=[\n",
            "password=\"\n",
            "password=\"\"",
            "password: |\n ",
            "<password>",
            "<password> ",
            "<password>\n",
            "&lt;password",
            "password, ",
            "key=\"",
            "a[1]: password:\n",
            "\\\n",
            "curl -u \\\n",
            "\n",
            "'secret",
            "token:",
            " ")) {
      lines.add(part.repeat(300_000 / part.length()));
    }
    return lines;
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void noLineHoldsItUp(String line) {
    assertThat(Redactor.clean(line).length()).isGreaterThanOrEqualTo(0);
  }
}
