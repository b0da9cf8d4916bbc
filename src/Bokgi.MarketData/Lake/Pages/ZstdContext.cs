using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bokgi.MarketData.Lake.Pages;

/// <summary>
/// Calls the zstd functions of ParquetSharp's native library. Reuses one context per thread, because creating a context queries the CPU's
/// features, which takes 20 microseconds on a virtual machine. (The generic reader creates one for every page.)
/// </summary>
internal sealed class ZstdContext : SafeHandleZeroOrMinusOneIsInvalid
{
    private const string Library = "ParquetSharpNative";

    [ThreadStatic]
    private static ZstdContext? threadContext;

    private ZstdContext(nint context)
        : base(ownsHandle: true) => SetHandle(context);

    /// <summary>Whether the library exports its zstd functions; without them only the generic reader works.</summary>
    public static bool IsAvailable { get; } = CanCall();

    /// <summary>Decompresses a page of known size.</summary>
    /// <returns>Whether the result has exactly that size.</returns>
    public static bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        threadContext ??= new ZstdContext(ZSTD_createDCtx());
        if (threadContext.IsInvalid || source.IsEmpty || destination.IsEmpty)
            return false;
        var size = ZSTD_decompressDCtx(
            threadContext.handle,
            ref MemoryMarshal.GetReference(destination),
            (nuint)destination.Length,
            in MemoryMarshal.GetReference(source),
            (nuint)source.Length
        );
        return size == (nuint)destination.Length;
    }

    protected override bool ReleaseHandle() => ZSTD_freeDCtx(handle) == 0;

    private static bool CanCall()
    {
        try
        {
            using var context = new ZstdContext(ZSTD_createDCtx());
            return !context.IsInvalid;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return false;
        }
    }

    [DllImport(Library, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint ZSTD_createDCtx();

    [DllImport(Library, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nuint ZSTD_freeDCtx(nint context);

    [DllImport(Library, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nuint ZSTD_decompressDCtx(
        nint context,
        ref byte destination,
        nuint capacity,
        ref readonly byte source,
        nuint sourceSize
    );
}
