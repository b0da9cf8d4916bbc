namespace Bokgi.Host.Platform.Errors;

internal static class ExceptionCauses
{
    /// <summary>A failure, what caused it, and so on.</summary>
    public static IEnumerable<Exception> Causes(this Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
            yield return failure;
    }
}
