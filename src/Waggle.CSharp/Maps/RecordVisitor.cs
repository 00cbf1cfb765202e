namespace Waggle.CSharp;

/// <summary>What <see cref="UserRingBuffer{T}.Drain"/> calls for each record.</summary>
/// <param name="record">The record.</param>
/// <param name="state">What was given to <c>Drain</c>.</param>
[Callback]
public delegate LoopControl RecordVisitor<TState>(ref DynamicPointer record, ref TState state) where TState : unmanaged;
