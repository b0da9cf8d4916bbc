namespace Bokgi.Host.Platform.Bodies;

/// <summary>The largest body that a route accepts; <see cref="Small"/> for a route that declares none.</summary>
internal sealed record BodyLimit(Func<HostSettings, long> BytesOf)
{
    /// <summary>For a sign-in key, which anyone may send.</summary>
    public static BodyLimit Session { get; } = new(_ => 4 << 10);

    public static BodyLimit Small { get; } = new(settings => Math.Min(64 << 10, settings.MaxBodyBytes));

    /// <summary>For lists of symbols or parameters, or source code.</summary>
    public static BodyLimit Large { get; } = new(settings => settings.MaxBodyBytes);

    /// <summary>For a small form, which the framework decodes into strings.</summary>
    public static BodyLimit Form { get; } = Small with { HeldPerByte = 4 };

    /// <summary>
    /// For a route that does not read its body with JsonBody: how many bytes it holds in memory per byte of the body, 0 if it stores bytes
    /// as they arrive. Null for the other routes.
    /// </summary>
    public int? HeldPerByte { get; init; }

    public static BodyLimit Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>() ?? Small;
}
