namespace Bokgi.Host.Platform.Keys;

/// <summary>The keys of API_KEYS: <c>name:role:secret</c>, separated by commas.</summary>
internal sealed class ApiKeys
{
    /// <summary>The name of local callers if no keys are configured.</summary>
    public const string LocalCaller = "local";

    /// <summary>The name of remote callers if no keys are configured.</summary>
    public const string AnonymousCaller = "anonymous";

    private const string Field = "API_KEYS";
    private const string Remedy = "write name:role:secret, with commas between keys";
    private const int MaximumNameLength = 64;

    private readonly IReadOnlyList<ApiKey> all;

    private ApiKeys(IReadOnlyList<ApiKey> all) => this.all = all;

    public bool HasKeys => all.Count > 0;

    public IEnumerable<string> NamesOfKeysWithShortSecrets => all.Where(key => key.HasShortSecret).Select(key => key.Name);

    /// <summary>Error messages never quote the text, since malformed text may contain a secret anywhere.</summary>
    public static ApiKeys Read(string text, InputErrors errors)
    {
        var keys = new List<ApiKey>();
        foreach (var (index, entry) in text.Split(',', StringSplitOptions.TrimEntries).Index())
        {
            if (entry.Length == 0)
                continue;
            var error = ParseKey(entry.Split(':', 3), keys, out var key);
            if (error is null)
                keys.Add(key!);
            else
                errors.Add(Field, $"{Field}: key {index + 1} {error}");
        }

        return new ApiKeys(keys);
    }

    /// <summary>Compares the secret with every key, so that the response time does not reveal which key matched.</summary>
    public ApiKey? Find(string secret)
    {
        var hash = ApiKey.HashOf(secret);
        ApiKey? found = null;
        foreach (var key in all)
            found = key.HasHash(hash) ? key : found;
        return found;
    }

    /// <summary>
    /// The key with which a browser session signed in; null if the key has been removed or its secret has changed since.
    /// </summary>
    public ApiKey? Find(string? name, string? stamp) => all.FirstOrDefault(key => key.Name == name && key.Stamp == stamp);

    // Returns the error, worded to follow "API_KEYS: key 1"; null if the key is valid.
    private static string? ParseKey(string[] parts, List<ApiKey> earlierKeys, out ApiKey? key)
    {
        key = null;
        if (parts is not [var name, var roleName, { Length: > 0 } secret])
            return $"lacks a part; {Remedy}";
        if (!IsValidName(name))
            return $"has an invalid name; use up to {MaximumNameLength} letters, digits, '-', '_' and '.', but not {LocalCaller} or {AnonymousCaller}";
        if (!Enum.GetNames<Role>().Contains(roleName, StringComparer.OrdinalIgnoreCase))
            return $"has an unknown role; the roles are {string.Join(", ", Enum.GetNames<Role>()).ToLowerInvariant()}";
        if (!secret.All(character => character is > ' ' and <= '~'))
            return "has a secret that a header cannot contain; use ASCII letters, digits and punctuation, without spaces";
        if (earlierKeys.Any(earlierKey => earlierKey.Name == name))
            return "has the same name as an earlier key; give each its own";
        key = new ApiKey(name, Enum.Parse<Role>(roleName, ignoreCase: true), secret);
        return earlierKeys.Any(earlierKey => earlierKey.HasHash(ApiKey.HashOf(secret)))
            ? "has the same secret as an earlier key; give each its own"
            : null;
    }

    private static bool IsValidName(string name) =>
        name.Length is > 0 and <= MaximumNameLength
        && name is not (LocalCaller or AnonymousCaller)
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');
}
