namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>The scope in which a signing key is valid: one day in one region.</summary>
internal sealed record SigningScope(string Date, string Region)
{
    public const string Service = "s3";
    public const string TerminationString = "aws4_request";

    public override string ToString() => $"{Date}/{Region}/{Service}/{TerminationString}";
}
