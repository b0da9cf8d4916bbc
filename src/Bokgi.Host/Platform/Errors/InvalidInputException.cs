namespace Bokgi.Host.Platform.Errors;

/// <summary>A request or command is invalid and was rejected before any work began; clients see <see cref="Errors"/>.</summary>
internal sealed class InvalidInputException(InputErrors errors) : Exception(errors.Summary)
{
    public InputErrors Errors { get; } = errors;

    public static InvalidInputException ForField(string field, string message)
    {
        var errors = new InputErrors();
        errors.Add(field, message);
        return new InvalidInputException(errors);
    }
}
