namespace Bokgi.Host.Platform.Errors;

internal static class ExceptionCauses
{
    /// <summary>The exception and its inner exceptions, outermost first.</summary>
    public static IEnumerable<Exception> Causes(this Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
            yield return failure;
    }
}
