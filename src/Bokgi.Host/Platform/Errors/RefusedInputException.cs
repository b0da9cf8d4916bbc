namespace Bokgi.Host.Platform.Errors;

/// <summary>A request was refused before any work began; the edge shows <see cref="Errors"/>.</summary>
internal sealed class RefusedInputException(InputErrors errors) : Exception(errors.Sentence)
{
    public InputErrors Errors { get; } = errors;

    /// <summary>The refusal of one field.</summary>
    public static RefusedInputException Of(string field, string message)
    {
        var errors = new InputErrors();
        errors.Add(field, message);
        return new RefusedInputException(errors);
    }
}
