using System.Buffers;

namespace Bokgi.Host.Platform.Logging;

/// <summary>Masks secrets in texts that leave the process: log lines, alerts and events.</summary>
internal sealed class Redactor
{
    public const string Mask = "********";

    // Masking shorter texts would make a log unreadable; a secret this short protects nothing.
    private const int ShortestSecret = 4;
    private const int ShortestPath = 16;

    private readonly string[] secrets;
    private readonly SearchValues<string>? search;

    /// <param name="values">Secret values of settings: keys, passwords, tokens, and addresses that contain one.</param>
    public Redactor(IEnumerable<string> values)
    {
        secrets =
        [
            .. values
                .SelectMany(Parts)
                .SelectMany(part => (string[])[part, Uri.EscapeDataString(part), Uri.UnescapeDataString(part)])
                .Where(part => part.Length >= ShortestSecret)
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(part => part.Length), // a secret may contain another one
        ];
        search = secrets.Length > 0 ? SearchValues.Create(secrets, StringComparison.Ordinal) : null;
    }

    public static Redactor Of(HostSettings settings) =>
        new(settings.All.Where(setting => setting.IsSecret && setting.Value.Length > 0).Select(setting => setting.Value));

    public string Redact(string text)
    {
        if (search is null || !text.AsSpan().ContainsAny(search))
            return text;
        foreach (var secret in secrets)
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        return text;
    }

    // The whole value, and what it consists of: the password and the path of an address, the password of a connection string, and the
    // third part of each API key.
    private static IEnumerable<string> Parts(string value)
    {
        yield return value;
        if (Uri.TryCreate(value, UriKind.Absolute, out var address))
        {
            if (address.UserInfo.Split(':', 2) is [_, var password])
                yield return password;
            if (address.PathAndQuery.Length >= ShortestPath)
                yield return address.PathAndQuery;
        }

        foreach (var entry in value.Split(';'))
        {
            if (entry.Split('=', 2) is [var name, var secret] && name.Trim().ToUpperInvariant() is "PASSWORD" or "PWD")
                yield return secret.Trim();
        }

        foreach (var key in value.Split(',', StringSplitOptions.TrimEntries))
        {
            if (key.Split(':', 3) is [_, _, var secret])
                yield return secret;
        }
    }
}
