// Prints what symbol files (.pdb) say about sources, a line of JSON for each: the number of documents, which of them are outside the repository or
// do not contain their source, and the map of source link. scripts/check_release.sh runs it.
using System.Reflection.Metadata;
using System.Text;
using System.Text.Json.Nodes;

var sourceLinkKind = new Guid("CC110556-A091-4D38-9FEC-25AB9A351A6A");
var embeddedSourceKind = new Guid("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

foreach (var path in args)
{
    using var stream = File.OpenRead(path);
    using var provider = MetadataReaderProvider.FromPortablePdbStream(stream);
    var reader = provider.GetMetadataReader();
    var details = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation).ToLookup(detail => reader.GetGuid(detail.Kind));
    var link = details[sourceLinkKind].Select(detail => Encoding.UTF8.GetString(reader.GetBlobBytes(detail.Value))).SingleOrDefault("null");
    var embedded = details[embeddedSourceKind].Select(detail => (DocumentHandle)detail.Parent).ToHashSet();
    Console.WriteLine(
        new JsonObject
        {
            ["file"] = Path.GetFileName(path),
            ["documents"] = reader.Documents.Count,
            ["outside"] = Names(
                reader,
                reader.Documents.Where(document => !Name(reader, document).StartsWith("/_/", StringComparison.Ordinal))
            ),
            ["withoutSource"] = Names(reader, reader.Documents.Where(document => !embedded.Contains(document))),
            ["sourceLink"] = JsonNode.Parse(link),
        }.ToJsonString()
    );
}

static string Name(MetadataReader reader, DocumentHandle document) => reader.GetString(reader.GetDocument(document).Name);

static JsonArray Names(MetadataReader reader, IEnumerable<DocumentHandle> documents) =>
    new([.. documents.Select(document => (JsonNode)Name(reader, document))]);
