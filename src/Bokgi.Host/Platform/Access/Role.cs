namespace Bokgi.Host.Platform.Access;

/// <summary>What a caller may do; each role may do what those before it may.</summary>
internal enum Role
{
    /// <summary>Looks, and changes nothing.</summary>
    Viewer,

    /// <summary>Makes and describes runs, presets and the like.</summary>
    Trader,

    /// <summary>Removes data, and sees what concerns the server itself.</summary>
    Admin,
}
