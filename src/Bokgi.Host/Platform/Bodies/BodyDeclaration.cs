namespace Bokgi.Host.Platform.Bodies;

/// <summary>Every route that reads a body declares where it is mapped how large one it reads; a test names those that do not.</summary>
internal static class BodyDeclaration
{
    /// <summary>A larger body is answered 413.</summary>
    public static TBuilder TakesBody<TBuilder>(this TBuilder routes, BodyLimit limit)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(limit);
}
