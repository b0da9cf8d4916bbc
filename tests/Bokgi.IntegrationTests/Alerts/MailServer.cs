using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bokgi.IntegrationTests.Alerts;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.IntegrationTests.Store;
using Bokgi.UnitTests;
using MimeKit;
using Xunit;

[assembly: AssemblyFixture(typeof(MailServer))]

namespace Bokgi.IntegrationTests.Alerts;

/// <summary>
/// The mail server aiosmtpd, which is a Debian package, started on first use. It ends with this process, even if this process is killed. The
/// user bokgi signs in with the password MailHush. The server adds the sender, the user and the encryption to each mail, as headers that
/// begin with X-. mail_server.py describes the rest.
/// </summary>
public sealed class MailServer : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private const string Script = """
        python=$1 program=$2 folder=$3 plain=$4 starttls=$5 tls=$6
        begin() {
          "$python" "$program" "$folder" "$plain" "$starttls" "$tls" </dev/null >&2 &
          server=$!
        }
        clean() { rm -rf "$folder"; }
        """;

    private readonly Lazy<string> folder;
    private readonly int[] ports = [FreePort.Find(), FreePort.Find(), FreePort.Find()]; // plain, STARTTLS, TLS
    private ServerScript? server;

    public MailServer() => folder = new Lazy<string>(Start);

    /// <summary>The port without encryption; signing in is optional.</summary>
    public int PlainPort => PortOf(0);

    /// <summary>The port that requires STARTTLS and a user.</summary>
    public int StartTlsPort => PortOf(1);

    /// <summary>The port with implicit TLS; requires a user.</summary>
    public int TlsPort => PortOf(2);

    /// <summary>The self-signed certificate's SHA-256.</summary>
    public string Thumbprint { get; private set; } = string.Empty;

    /// <summary>The mail that a recipient received last; null if there is none.</summary>
    public MimeMessage? MailTo(string recipient) => MailsTo(recipient) is [.., var last] ? last : null;

    /// <summary>All mails that a recipient received, oldest first.</summary>
    public IReadOnlyList<MimeMessage> MailsTo(string recipient)
    {
        var box = Path.Combine(folder.Value, recipient);
        return Directory.Exists(box) ? [.. Directory.GetFiles(box).Order().Select(path => MimeMessage.Load(path))] : [];
    }

    public void Dispose()
    {
        server?.Dispose();
        server = null;
    }

    private int PortOf(int index)
    {
        _ = folder.Value; // starts the server
        return ports[index];
    }

    private string Start()
    {
        ExternalProgram.Require(
            File.Exists(Python) && Directory.Exists("/usr/lib/python3/dist-packages/aiosmtpd"),
            "aiosmtpd",
            "python3-aiosmtpd"
        );
        var created = Directory.CreateTempSubdirectory("bokgi-mail-").FullName;
        WriteCertificate(created);
        var program = Path.Combine(SharedData.RepositoryRoot, "tests", "Bokgi.IntegrationTests", "Alerts", "mail_server.py");
        server = new ServerScript(Script, [Python, program, created, .. ports.Select(port => port.ToString(CultureInfo.InvariantCulture))]);
        return created;
    }

    private void WriteCertificate(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var today = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(today.AddDays(-1), today.AddDays(30));
        File.WriteAllText(Path.Combine(path, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(path, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        Thumbprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }
}
