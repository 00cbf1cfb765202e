using System.Numerics;

namespace Waggle.Bpf.Types;

/// <summary>Types that were decoded lately: whoever analyses a program asks for the same few again and again.</summary>
/// <remarks>Each place is one id's at a time, so that a walk over all types of a kernel does not keep them all. Thread-safe: an entry does not
/// change, and a place is written as a whole.</remarks>
internal sealed class DecodedTypes(int count)
{
    private const int MostPlaces = 4096;

    private readonly Entry?[] _places = new Entry?[(int)Math.Min(MostPlaces, BitOperations.RoundUpToPowerOf2((uint)count))];

    public BtfType? Find(int id) => PlaceOf(id) is { } entry && entry.Id == id ? entry.Type : null;

    public void Keep(int id, BtfType type) => PlaceOf(id) = new Entry(id, type);

    private ref Entry? PlaceOf(int id) => ref _places[id & (_places.Length - 1)];

    private sealed record Entry(int Id, BtfType Type);
}
