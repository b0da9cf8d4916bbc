namespace Bokgi.Host.Platform.Bodies;

/// <summary>The largest body that a route accepts; <see cref="Small"/> for a route that declares no limit.</summary>
internal sealed record BodyLimit(Func<HostSettings, long> BytesOf)
{
    /// <summary>For the key with which a user signs in. It is very small, because anyone may send such a request.</summary>
    public static BodyLimit SignInKey { get; } = new(_ => 4 << 10);

    public static BodyLimit Small { get; } = new(settings => Math.Min(64 << 10, settings.MaxBodyBytes));

    /// <summary>For lists of symbols or parameters, or source code.</summary>
    public static BodyLimit Large { get; } = new(settings => settings.MaxBodyBytes);

    /// <summary>For a small form, which the framework decodes into strings.</summary>
    public static BodyLimit Form { get; } = Small with { MemoryPerByte = 4 };

    /// <summary>
    /// Bytes of memory that the route uses for each byte of the body; 0 if it stores bytes as they arrive. Null for routes that read the
    /// body with <see cref="JsonBody{T}"/>, which takes the memory that it needs from the <see cref="BodyBudget"/> itself.
    /// </summary>
    public int? MemoryPerByte { get; init; }

    public static BodyLimit Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>() ?? Small;
}
