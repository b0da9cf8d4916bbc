namespace Bokgi.Host.Platform.Bodies;

/// <summary>Extension with which every route that reads a body declares its limit; a test reports routes that do not.</summary>
internal static class BodyDeclaration
{
    public static TBuilder TakesBody<TBuilder>(this TBuilder routes, BodyLimit limit)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(limit);
}
