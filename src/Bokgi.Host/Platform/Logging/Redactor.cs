using System.Buffers;

namespace Bokgi.Host.Platform.Logging;

/// <summary>Masks secrets in texts that leave the process: log lines, alerts and events.</summary>
internal sealed class Redactor
{
    public const string Mask = "********";

    // Masking shorter texts would make a log unreadable; a secret this short protects nothing.
    private const int ShortestSecret = 4;
    private const int ShortestPath = 8; // of a URL: the path of a webhook is a secret

    private readonly string[] secrets;
    private readonly SearchValues<string>? search;

    /// <param name="values">Secret values of settings: keys, passwords, tokens, and addresses that contain one.</param>
    public Redactor(IEnumerable<string> values)
    {
        secrets =
        [
            .. values
                .SelectMany(SecretParts)
                .SelectMany(part => (string[])[part, Uri.EscapeDataString(part), Uri.UnescapeDataString(part)])
                .Where(part => part.Length >= ShortestSecret)
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(part => part.Length), // longest first, because a secret may contain another one
        ];
        search = secrets.Length > 0 ? SearchValues.Create(secrets, StringComparison.Ordinal) : null;
    }

    public static Redactor Of(HostSettings settings) =>
        new(settings.All.Where(setting => setting.IsSecret && setting.Value.Length > 0).SelectMany(SecretsOf));

    public string Redact(string text)
    {
        if (search is null || !text.AsSpan().ContainsAny(search))
            return text;
        foreach (var secret in secrets)
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        return text;
    }

    // The whole value, and the secrets that it contains: the password, the path and the secret query parameters of a URL, and the password
    // of a connection string.
    private static IEnumerable<string> SecretParts(string value)
    {
        yield return value;
        if (Uri.TryCreate(value, UriKind.Absolute, out var address))
        {
            if (address.UserInfo.Length > 0)
                yield return address.UserInfo.Split(':', 2)[^1]; // user:password, or only the password
            if (address.PathAndQuery.Length >= ShortestPath)
                yield return address.PathAndQuery;
            foreach (var pair in address.Query.TrimStart('?').Split('&'))
            {
                if (pair.Split('=', 2) is [var name, { Length: > 0 } parameter] && IsSecretName(name))
                    yield return parameter;
            }
        }

        // Also finds the password before the last @ if it contains characters that are not valid in a URL, so that Uri cannot parse it.
        const string schemeEnd = "://";
        var (scheme, at) = (value.IndexOf(schemeEnd, StringComparison.Ordinal), value.LastIndexOf('@'));
        if (scheme > 0 && at > scheme)
            yield return value[(scheme + schemeEnd.Length)..at].Split(':', 2)[^1];

        foreach (var entry in value.Split(';'))
        {
            if (entry.Split('=', 2) is [var field, var secret] && field.Trim().ToUpperInvariant() is "PASSWORD" or "PWD")
                yield return secret.Trim();
        }
    }

    private static bool IsSecretName(string parameter) =>
        ((string[])["password", "key", "token", "secret", "sig"]).Any(word => parameter.Contains(word, StringComparison.OrdinalIgnoreCase));

    // The secrets in a setting's value. A list contains several: each is masked alone, and so is the whole list.
    private static IEnumerable<string> SecretsOf(Setting setting) =>
        setting.Name switch
        {
            "API_KEYS" => setting
                .Value.Split(',', StringSplitOptions.TrimEntries)
                .Select(key => key.Split(':', 3)[^1])
                .Append(setting.Value),
            "OTEL_EXPORTER_OTLP_HEADERS" => setting
                .Value.Split(',', StringSplitOptions.TrimEntries)
                .Select(header => header.Split('=', 2)[^1])
                .Append(setting.Value),
            _ => [setting.Value],
        };
}
