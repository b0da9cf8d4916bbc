namespace Bokgi.Host.Storage;

/// <summary>Why an operation of an object store failed.</summary>
internal enum StorageErrorKind
{
    /// <summary>The store does not answer or is busy; a later attempt may succeed.</summary>
    Unavailable,

    /// <summary>Wrong credentials, missing permission or no such bucket: a person has to fix it.</summary>
    Refused,
    NotFound,

    /// <summary>The content is not what was uploaded.</summary>
    Damaged,
}
