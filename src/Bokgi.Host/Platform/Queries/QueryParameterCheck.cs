using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Platform.Queries;

/// <summary>Rejects query parameters that a route does not have or that are given twice, so that none is silently ignored.</summary>
internal static class QueryParameterCheck
{
    /// <summary>Does not check routes whose handler takes the HttpRequest or HttpContext itself.</summary>
    public static RouteGroupBuilder RejectUnknownQuery(this RouteGroupBuilder group) =>
        group.ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity).AddEndpointFilterFactory(CreateFilter);

    private static EndpointFilterDelegate CreateFilter(EndpointFilterFactoryContext context, EndpointFilterDelegate next)
    {
        var parameters = context.MethodInfo.GetParameters();
        if (parameters.Any(parameter => parameter.ParameterType == typeof(HttpRequest) || parameter.ParameterType == typeof(HttpContext)))
            return next;
        string[] allowed = [.. parameters.SelectMany(GetQueryNames)];
        return invocation =>
        {
            Check(invocation.HttpContext.Request.Query, allowed);
            return next(invocation);
        };
    }

    private static IEnumerable<string> GetQueryNames(ParameterInfo parameter)
    {
        var members = parameter.IsDefined(typeof(AsParametersAttribute))
            ? parameter.ParameterType.GetProperties().Cast<ICustomAttributeProvider>()
            : [parameter];
        return members
            .SelectMany(member => member.GetCustomAttributes(typeof(FromQueryAttribute), inherit: true))
            .Select(attribute => ((FromQueryAttribute)attribute).Name!);
    }

    private static void Check(IQueryCollection query, string[] allowed)
    {
        var errors = new InputErrors();
        foreach (var (name, values) in query)
        {
            var displayName = Problems.SanitizeForMessage(name);
            if (!allowed.Contains(name, StringComparer.Ordinal))
                errors.Add(
                    displayName,
                    $"'{displayName}' is not a parameter of this route; {(allowed.Length == 0 ? "it has none" : $"there are {string.Join(", ", allowed)}")}"
                );
            else if (values.Count > 1)
                errors.Add(displayName, $"{displayName} is given {values.Count} times; give it once");
        }

        errors.ThrowIfAny();
    }
}
