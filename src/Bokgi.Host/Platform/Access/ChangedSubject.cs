namespace Bokgi.Host.Platform.Access;

internal static class ChangedSubject
{
    private static readonly object Key = new();

    /// <summary>For requests whose address and Location header do not contain the subject, such as a new run.</summary>
    public static void Changes(this HttpResponse response, string id) => response.HttpContext.Items[Key] = id;

    /// <summary>The subject that was set, otherwise the route parameters, otherwise the end of Location; null if there is none.</summary>
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
