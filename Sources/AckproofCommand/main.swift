print("ackproof")
