namespace Bokgi.Host.Platform.Access;

/// <summary>What a request changed, for the audit log.</summary>
internal static class ChangedSubject
{
    private static readonly object Key = new();

    /// <summary>Tells it, for requests whose address and answer's Location do not: a run that was made.</summary>
    public static void Changes(this HttpResponse response, string id) => response.HttpContext.Items[Key] = id;

    /// <summary>What was told, else the parameters of the route, else the end of Location; null when nothing says it.</summary>
    public static string? Find(HttpContext context)
    {
        if (context.Items.TryGetValue(Key, out var told))
            return (string?)told;
        var parameters = string.Join('/', context.Request.RouteValues.Values.OfType<string>());
        if (parameters.Length > 0)
            return parameters;
        var location = context.Response.Headers.Location.ToString();
        return location.Length > 0 ? Uri.UnescapeDataString(location[(location.LastIndexOf('/') + 1)..]) : null;
    }
}
