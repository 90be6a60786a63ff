print("firth")
