namespace Bokgi.Host.Platform.Access;

/// <summary>The subject of a request's audit entry: the id of what the request changed.</summary>
internal static class AuditSubject
{
    private static readonly object Key = new();

    /// <summary>Sets the subject explicitly, for requests whose path and Location header do not contain it.</summary>
    public static void SetAuditSubject(this HttpResponse response, string id) => response.HttpContext.Items[Key] = id;

    /// <summary>The subject that was set, otherwise the route parameters, otherwise the last part of Location, otherwise null.</summary>
    public static string? Find(HttpContext context)
    {
        if (context.Items.TryGetValue(Key, out var subject))
            return (string?)subject;
        var parameters = string.Join('/', context.Request.RouteValues.Values.OfType<string>());
        if (parameters.Length > 0)
            return parameters;
        var location = context.Response.Headers.Location.ToString();
        return location.Length > 0 ? Uri.UnescapeDataString(location[(location.LastIndexOf('/') + 1)..]) : null;
    }
}
